/** How a report looks: on screen, light and dark, narrow and wide, and on paper. */
export const reportStyle = `
:root { color-scheme: light dark; --ink: light-dark(#1b1f24, #e6e8eb); --soft: light-dark(#59636e, #9aa4af); --line: light-dark(#d8dde3, #333a42);
  --ground: light-dark(#fff, #14171b); --card: light-dark(#f7f8fa, #1b1f25); --good: light-dark(#1a7f43, #4cc47c); --bad: light-dark(#c4262c, #ff7b76);
  --care: light-dark(#9a6400, #e0b04a); --busy: light-dark(#2f6fbf, #6ba6ee); --calm: light-dark(#98a2ad, #66717d); }
* { box-sizing: border-box; }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--ground); max-width: 68rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 .25rem; } h2 { font-size: 1.1rem; margin: 2.25rem 0 .6rem; padding-bottom: .25rem; border-bottom: 1px solid var(--line); } h3 { font-size: 1rem; margin: 0; }
p { margin: .3rem 0; } ul { margin: .3rem 0; padding-left: 1.2rem; } a { color: var(--busy); } time { white-space: nowrap; } code, time, .hash { font: 12.5px/1.5 ui-monospace, monospace; }
.soft, time, dt { color: var(--soft); } .verdict { display: inline-block; font-size: 1.15rem; font-weight: 700; padding: .15rem .7rem; border: 2px solid; border-radius: .5rem; margin: .5rem .5rem .25rem 0; }
.go, .passing, .passed, .sent, .recovered, .opened { color: var(--good); } .no-go, .failing, .failed, .timed-out, .not-recovered { color: var(--bad); }
.undecided, .blind, .interrupted, .uncertain, .overridden { color: var(--care); } .waiting, .running { color: var(--soft); } .state { font-weight: 600; white-space: nowrap; }
.caveat { border-left: 4px solid var(--care); padding: .1rem 0 .1rem .8rem; margin: .6rem 0; }
dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 15rem), 1fr)); gap: .5rem 1.25rem; margin: 0; } dd { margin: 0; } dt { font-size: .8rem; }
.rows { list-style: none; margin: 0; padding: 0; } .rows > li { display: grid; grid-template-columns: 10.5rem minmax(0, 1fr); gap: 0 1rem; padding: .4rem 0; border-bottom: 1px solid var(--line); } .rows ul { grid-column: 2; }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 20rem), 1fr)); gap: .8rem; } .card { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: .7rem .8rem; break-inside: avoid; }
.card header { display: flex; justify-content: space-between; gap: .5rem; } .card p { font-size: .87rem; }
.scroll { overflow-x: auto; } .scroll table { min-width: 30rem; } table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: .35rem .8rem .35rem 0; border-bottom: 1px solid var(--line); } th { font-size: .8rem; font-weight: 500; color: var(--soft); } td.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.ribbon { display: block; overflow: visible; margin-top: .5rem; } .ribbon text { font: 11px system-ui, sans-serif; fill: var(--soft); } .ribbon .mark { stroke: var(--ink); stroke-width: 1; } .ribbon .n { fill: var(--ink); }
.s-deploying, .s-verifying, .s-rolling-back { fill: var(--busy); background: var(--busy); } .s-verifying { opacity: .6; } .s-undecided { fill: var(--calm); background: var(--calm); } .s-go { fill: var(--good); background: var(--good); } .s-no-go, .s-failed { fill: var(--bad); background: var(--bad); }
.s-rolled-back, .s-interrupted { fill: var(--care); background: var(--care); } .s-blind { fill: url(#blind); background: repeating-linear-gradient(45deg, var(--ink) 0 2px, var(--ground) 2px 4px); } .hatch { fill: var(--ink); } .hatch-ground { fill: var(--ground); }
.legend { display: flex; flex-wrap: wrap; gap: .2rem 1rem; list-style: none; padding: 0; font-size: .8rem; color: var(--soft); } .legend i { display: inline-block; width: .8rem; height: .8rem; border-radius: 2px; margin-right: .35rem; vertical-align: -1px; } .marks { font-size: .87rem; padding-left: 1.6rem; }
.series { display: block; width: 100%; height: 84px; margin: .4rem 0 .2rem; } .series path, .series line { fill: none; stroke-width: 1.5; } .series .value { stroke: var(--busy); stroke-linejoin: round; stroke-linecap: round; } .series .usual { fill: var(--busy); opacity: .16; stroke: none; }
.series .baseline { stroke: var(--soft); stroke-dasharray: 2 3; stroke-width: 1; } .series .limit { stroke: var(--bad); stroke-dasharray: 6 4; } .series .deploy { stroke: var(--ink); stroke-width: 1; } .series .gap { fill: var(--care); opacity: .25; }
footer { margin-top: 2.5rem; padding-top: .8rem; border-top: 1px solid var(--line); font-size: .85rem; color: var(--soft); }
@media (max-width: 34rem) { body { padding: 1rem .75rem 2rem; } .rows > li { grid-template-columns: minmax(0, 1fr); } .rows ul { grid-column: 1; } }
@media print { :root { color-scheme: light; } body { max-width: none; padding: 0; font-size: 10.5pt; } h2 { break-after: avoid; } li, tr { break-inside: avoid; } svg, i { print-color-adjust: exact; -webkit-print-color-adjust: exact; } a { color: inherit; } }
`;
