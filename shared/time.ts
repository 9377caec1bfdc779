// Dates as people and the law use them, next to instants. Instants are integer ms UTC; legal dates are local.

/** The local calendar date of an instant, `YYYY-MM-DD`, in the time zone of the machine. */
export function localDate(atMs: number): string {
  const date = new Date(atMs);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** Local date and time to the minute, `YYYY-MM-DD HH:MM`. */
export function localDateTime(atMs: number): string {
  const date = new Date(atMs);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${localDate(atMs)} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** The date so many days after another; both `YYYY-MM-DD`. */
export function addDays(date: string, days: number): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  return localDate(new Date(year, month - 1, day + days).getTime());
}

/** The last instant of a local calendar date, ms UTC. */
export function endOfLocalDate(date: string): number {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  return new Date(year, month - 1, day + 1).getTime() - 1;
}

/** The last day a date may mean: itself, or the last of its month. */
export function lastDay(date: string): string {
  if (date.length === 10) return date;
  const [year, month] = date.split('-').map(Number) as [number, number];
  return `${date}-${String(new Date(Date.UTC(year, month, 0)).getUTCDate()).padStart(2, '0')}`;
}

/** Whether the text is a real calendar date, or a real month. */
export function isPartialDate(text: string): boolean {
  const parts = /^(\d{4})-(\d{2})(?:-(\d{2}))?$/.exec(text);
  if (!parts) return false;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), parts[3] === undefined ? 1 : Number(parts[3])];
  if (year < 1900 || year > 2100 || month < 1 || month > 12 || day < 1) return false;
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}
