// Notices that the computer slept. While it sleeps the wall clock goes on and the process clock stands still, so the
// distance between them grows; a clock set forward by hand looks the same and locks too, which is the safe side.
const intervalMs = 5000;
const toleranceMs = 30_000;

/** Calls `onSleep` after a sleep; the returned function ends the watch. */
export function watchSleep(onSleep: () => void): () => void {
  let distanceMs = Date.now() - performance.now();
  const timer = setInterval(() => {
    const present = Date.now() - performance.now();
    if (present - distanceMs > toleranceMs) onSleep();
    distanceMs = present;
  }, intervalMs);
  timer.unref();
  return () => clearInterval(timer);
}
