import type { Paint } from '../cli/terminal/paint.ts';
import type { DaemonProcess } from './daemon-process.ts';
import type { Shop } from './shop.ts';
import type { Story } from './story.ts';
import type { Workshop } from './workshop.ts';

/** Everything an act plays with. */
export interface Stage {
  readonly workshop: Workshop;
  readonly shop: Shop;
  readonly daemon: DaemonProcess;
  readonly story: Story;
  readonly paint: Paint;
}
