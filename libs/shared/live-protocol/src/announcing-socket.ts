/** A class of WebSocket: the browser's, Node's, or that of `ws`. */
export type WebSocketClass = typeof WebSocket;

export type SocketHooks = {
  /** A connection is about to send its first frame. @returns the frame that goes before it */
  opened(): Uint8Array<ArrayBuffer>;
  /** @returns false: this frame is not sent */
  mayPass(frame: Uint8Array): boolean;
};

/** Puts our announcement before the first frame of the standard provider, and lets `hooks` hold frames back. */
export function announcing(Base: WebSocketClass, hooks: SocketHooks): WebSocketClass {
  return class extends Base {
    #announced = false;

    override send(data: Parameters<WebSocket['send']>[0]): void {
      if (!this.#announced) {
        this.#announced = true;
        super.send(hooks.opened());
      }
      // The provider sends nothing but byte arrays.
      if (!(data instanceof Uint8Array) || hooks.mayPass(data)) super.send(data);
    }
  };
}
