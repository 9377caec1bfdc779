// What the command line prints: one JSON value or plain lines on stdout, messages on stderr.
import type { Arguments } from './arguments.ts';

/** Prints a result: JSON where asked for, else the lines of `plain`. */
export function print(given: Arguments, value: unknown, plain: () => string): void {
  process.stdout.write(`${given.values.json ? JSON.stringify(value) : plain()}\n`);
}

/** Says something to the person, not to the program. */
export function note(text: string): void {
  process.stderr.write(`${text}\n`);
}
