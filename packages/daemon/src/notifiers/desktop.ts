import * as z from 'zod';
import { defineNotifierKind } from '../ports/notifier.ts';

/** A notification on the screen of the machine where the daemon runs. */
export const desktop = defineNotifierKind({
  type: 'desktop',
  summary: 'A notification on the screen of the machine where the daemon runs, for a plan of its own disk.',
  options: z.strictObject({}),
  to: { type: 'nobody' },
  repeatable: () => false,
  open(_, { desktop: screen }) {
    return {
      async send({ message, signal, handOver }) {
        if (screen === undefined) {
          const because = 'a notification is shown only for the plan that stands on the daemon’s own disk';
          return { type: 'refused', because, final: true };
        }
        const { program, parameters } = notification(message.subject, message.text, process.platform);
        await handOver();
        const shown = await screen.show(program, parameters, signal);
        return shown === 'shown' ? { type: 'accepted' } : { type: 'refused', because: shown.because, final: true };
      },
    };
  },
});

/** The program that each system brings, with its arguments: nothing of a message is ever read as a command. */
export function notification(
  title: string,
  text: string,
  platform: string,
): { readonly program: string; readonly parameters: readonly string[] } {
  const body = text.split('\n--\n')[0]?.trim().slice(0, 400) ?? '';
  switch (platform) {
    case 'darwin': {
      const script = ['on run argv', 'display notification (item 2 of argv) with title (item 1 of argv)', 'end run'];
      return { program: 'osascript', parameters: [...script.flatMap((line) => ['-e', line]), '--', title, body] };
    }
    case 'win32':
      return {
        program: 'powershell.exe',
        parameters: ['-NoProfile', '-NonInteractive', '-EncodedCommand', encoded(windowsScript(title, body))],
      };
    default:
      return { program: 'notify-send', parameters: ['--app-name=Daywatch', '--', title, body] };
  }
}

/** Both texts come in as base64, which has nothing that PowerShell could read as its own. */
function windowsScript(title: string, text: string): string {
  const read = (value: string) =>
    `[Text.Encoding]::UTF8.GetString([Convert]::FromBase64String('${Buffer.from(value).toString('base64')}'))`;
  return [
    'Add-Type -AssemblyName System.Windows.Forms',
    '$icon = New-Object System.Windows.Forms.NotifyIcon',
    '$icon.Icon = [System.Drawing.SystemIcons]::Information',
    '$icon.Visible = $true',
    `$icon.ShowBalloonTip(10000, ${read(title)}, ${read(text)}, 'Info')`,
    'Start-Sleep -Seconds 10',
    '$icon.Dispose()',
  ].join('; ');
}

const encoded = (script: string): string => Buffer.from(script, 'utf16le').toString('base64');
