import fc from 'fast-check';
import { isLong } from '../../../test/support/is-long.ts';

// Properties are asked of the same examples every day, so that what fails has a cause in what was changed; in the long form,
// of new ones.
if (!isLong) fc.configureGlobal({ seed: 20_261_123 });
