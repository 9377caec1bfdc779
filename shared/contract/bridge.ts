// The page's whole world outside itself: what the preload exposes as `window.midian`, and the messages host and core
// exchange over their port. Both hosts implement this; neither page nor host ever holds a key.
import type { Envelope } from './envelope.ts';
import type { CoreEvent } from './events.ts';

/** An opaque name for a file or folder the user chose; only host and core know the path behind it. */
export interface PathToken {
  token: string;
  /** The last part of the path, for showing. */
  name: string;
  /** Size in bytes where the path is a file that exists. */
  sizeBytes?: number;
}

export interface FileFilter {
  name: string;
  extensions: string[];
}

/** What the page may ask of the host. Everything else goes to the core through `call`. */
export interface Bridge<PageFile = unknown> {
  readonly host: { kind: 'electron' | 'chromium'; platform: string; version: string };
  /** Sends one request to the core. Never rejects: failures come back in the envelope. */
  call(route: string, input: unknown): Promise<Envelope<unknown>>;
  /** Registers a listener for core events; the returned function takes it away again. */
  onEvent(listener: (event: CoreEvent) => void): () => void;
  /** The token of a file the user dropped or picked with an `<input type="file">`; null when it has no path. */
  tokenOfFile(file: PageFile): Promise<PathToken | null>;
  /** Opens the system's dialog; null when the user cancels. */
  chooseFiles(options: { multiple: boolean; filters: FileFilter[] }): Promise<PathToken[] | null>;
  chooseFolder(): Promise<PathToken | null>;
  /** Where to write a result: an existing folder and a file name that may not exist yet. */
  chooseSave(options: { suggestedName: string; filters: FileFilter[] }): Promise<PathToken | null>;
  /** Shows a written result in the system's file manager. */
  revealPath(token: string): Promise<void>;
}

/** Host to core. `grant` must arrive before the call that uses its token; ports keep order. */
export type HostToCore =
  | { type: 'call'; id: number; route: string; input: unknown }
  | { type: 'grant'; token: string; path: string }
  | { type: 'lock'; reason: 'suspend' | 'quit' };

/** Core to host. After `locked` the core has signed and closed: the host kills the process and replaces the page. */
export type CoreToHost =
  | { type: 'ready' }
  | { type: 'reply'; id: number; envelope: Envelope<unknown> }
  | { type: 'event'; event: CoreEvent }
  | { type: 'locked'; reason: 'user' | 'idle' | 'suspend' | 'quit' };
