// The few functions of the language that a browser of five years ago lacks and that the page or its libraries use.

/** Adds a method where there is none. */
function add(owner: object, name: string, value: unknown): void {
  if (!(name in owner)) Object.defineProperty(owner, name, { value, configurable: true, writable: true });
}

// Chromium 93.
add(
  Object,
  'hasOwn',
  (object: object, key: PropertyKey) => Reflect.getOwnPropertyDescriptor(object, key) !== undefined,
);
// Chromium 92.
function at(this: ArrayLike<unknown>, index: number): unknown {
  return this[index < 0 ? this.length + index : index];
}
for (const owner of [Array.prototype, String.prototype, Object.getPrototypeOf(Uint8Array.prototype)])
  add(owner, 'at', at);
