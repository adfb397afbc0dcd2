import { useEffect, useState } from 'preact/hooks';
import { type Instant, instant, type Millis, seconds } from '../vocabulary/time.ts';

/** Now, as often as something that shows it needs to change. */
export function useNow(every: Millis = seconds(1)): Instant {
  const [now, setNow] = useState(() => instant(Date.now()));
  useEffect(() => {
    const timer = setInterval(() => setNow(instant(Date.now())), every);
    return () => clearInterval(timer);
  }, [every]);
  return now;
}
