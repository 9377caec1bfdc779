// The page's only way to the core: typed calls over the host's bridge, envelopes opened into data or a CallError.
import type { Bridge } from '../../shared/contract/bridge.ts';
import type { RouteInput, RouteName, RouteOutput } from '../../shared/contract/contract.ts';
import type { ErrorCode, ErrorParams } from '../../shared/contract/envelope.ts';

declare global {
  interface Window {
    readonly midian: Bridge<File>;
  }
}

/** A refused or failed call. `code` picks the text; `requestId` leads to the line in the local log. */
export class CallError extends Error {
  readonly code: ErrorCode;
  readonly params: ErrorParams;
  readonly requestId: string;

  constructor(code: ErrorCode, params: ErrorParams, requestId: string) {
    super(code);
    this.name = 'CallError';
    this.code = code;
    this.params = params;
    this.requestId = requestId;
  }
}

/** The host's bridge. */
export function bridge(): Bridge<File> {
  return window.midian;
}

/** Calls a route of the core. Throws CallError when the core refuses or fails. */
export async function call<Name extends RouteName>(route: Name, input: RouteInput<Name>): Promise<RouteOutput<Name>> {
  const envelope = await bridge().call(route, input);
  if (!envelope.ok) throw new CallError(envelope.error.code, envelope.error.params, envelope.error.requestId);
  // The core parsed the output against the route's schema before it left.
  return envelope.data as RouteOutput<Name>;
}

/** Any thrown thing as a CallError, so that every failure has a text. */
export function asCallError(error: unknown): CallError {
  if (error instanceof CallError) return error;
  return new CallError('internal', {}, 'page');
}
