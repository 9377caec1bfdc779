// V8's flags for the process the core runs in; each host hands them over in its own way. Nothing of the core's own settings.

/**
 * How far a heap may grow beyond what was alive in it before V8 collects again. Left to itself it lets the heap of a long job
 * nearly double, and memory is what an old office machine lacks.
 */
const heapGrowingPercent = 50;

/**
 * V8 compiles a way of its own from WebAssembly to an imported function once it was called often, keeps it for all threads of a
 * process, and may free it in one thread while another, just ended or just starting, still counts on it: the process dies in
 * `Runtime_TierUpWasmToJSWrapper`. With so large a budget of calls none is ever compiled; the general way serves.
 */
const wasmWrapperCalls = 1_000_000_000;

/**
 * V8 keeps one list of pages with machine code for all threads of a process. With pages guarded by the processor's protection
 * keys, which only Linux on x64 does, a lookup in it can fail when threads that ran WebAssembly end ("Check failed:
 * jit_page.has_value()"), and the core dies in the midst of its work. Other platforms do not know that flag.
 */
export function coreV8Flags(platform: string = process.platform, arch: string = process.arch): string[] {
  const everywhere = [
    `--heap-growing-percent=${heapGrowingPercent}`,
    `--wasm-wrapper-tiering-budget=${wasmWrapperCalls}`,
  ];
  return platform === 'linux' && arch === 'x64' ? [...everywhere, '--no-memory-protection-keys'] : everywhere;
}
