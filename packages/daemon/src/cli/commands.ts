import type { AddCommand } from './add-command.ts';
import { announce } from './announce.ts';
import { cancel } from './cancel.ts';
import { check } from './check.ts';
import { checkTexts } from './check-texts.ts';
import { checklist } from './checklist.ts';
import { decide } from './decide.ts';
import { demo } from './demo.ts';
import { deploy } from './deploy.ts';
import { init } from './init.ts';
import { override } from './override.ts';
import { plan } from './plan.ts';
import { prepare } from './prepare.ts';
import { read } from './read.ts';
import { record } from './record.ts';
import { replay } from './replay.ts';
import { report } from './report.ts';
import { rollback } from './rollback.ts';
import { runner } from './runner.ts';
import { serve } from './serve.ts';
import { signOff } from './sign-off.ts';
import { silence } from './silence.ts';
import { status } from './status.ts';
import { tag } from './tag.ts';
import { verify } from './verify.ts';
import { wait } from './wait.ts';
import { window } from './window.ts';

/** In the order in which the help lists them. */
export const commands: readonly AddCommand[] = [
  init,
  plan,
  check,
  checkTexts,
  serve,
  prepare,
  checklist,
  signOff,
  override,
  cancel,
  deploy,
  rollback,
  runner,
  tag,
  verify,
  status,
  wait,
  decide,
  silence,
  announce,
  read,
  report,
  record,
  replay,
  window,
  demo,
];
