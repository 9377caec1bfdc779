// Who may send requests: the top frame of the present window, at the application's own address. Everything else is
// refused, and a frame that is already gone (null) is somebody else.

export interface SenderFrame {
  readonly parent: unknown;
  readonly origin: string;
}

export interface Sender {
  readonly senderFrame: SenderFrame | null;
  readonly sender: { readonly id: number };
}

/** True when the event comes from the window's own top frame. `webContentsId` is null while there is no window. */
export function isTrustedSender(event: Sender, expected: { webContentsId: number | null; origin: string }): boolean {
  const frame = event.senderFrame;
  return (
    frame !== null &&
    frame.parent === null &&
    frame.origin === expected.origin &&
    expected.webContentsId !== null &&
    event.sender.id === expected.webContentsId
  );
}
