/**
 * Stops ONNX Runtime (since 1.29) from writing an identifier to disk and reporting its use to its maker, unless an
 * environment variable of the person says otherwise. Call it in the main thread, whose environment native code sees,
 * before the library is loaded.
 */
export function withoutTelemetry(): void {
  process.env.ORT_DISABLE_TELEMETRY ??= '1';
}
