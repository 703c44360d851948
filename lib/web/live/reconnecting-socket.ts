// A WebSocket that comes back by itself. What is said over it is not its business.

export type LiveState = "connecting" | "live" | "offline";

export interface SocketOptions {
  readonly url: string;
  /** Offered as a subprotocol, for a browser can send no header; never in the address, which ends in logs. */
  readonly token: () => string | undefined;
  readonly onOpen: (send: (message: object) => void) => void;
  readonly onMessage: (message: unknown) => void;
  readonly onState: (state: LiveState) => void;
  /** There is no token any more: it stays closed. */
  readonly onSignedOut: () => void;
}

const minRetryDelayMs = 1000;
const maxRetryDelayMs = 30_000;
/** API Gateway closes a socket that was silent for ten minutes. */
const heartbeatMs = 4 * 60_000;
/** After a night's sleep a browser may take a dead connection for an open one. */
const pongTimeoutMs = 20_000;
/** One that ends sooner is another failure: the server may have no room for it. */
const stableAfterMs = 60_000;

/** Opens, and opens again with growing pauses. @returns what ends it for good */
export function openReconnectingSocket(options: SocketOptions): () => void {
  const { url, token, onOpen, onMessage, onState, onSignedOut } = options;
  let socket: WebSocket | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let beating: Heartbeat | undefined;
  let failures = 0;

  const open = () => {
    const bearer = token();
    if (bearer === undefined) {
      onState("offline");
      return onSignedOut();
    }
    if (failures === 0) onState("connecting");
    const opening = new WebSocket(url, ["patchbay.v1", bearer]);
    let openedAt = Number.POSITIVE_INFINITY;
    const lost = () => {
      if (opening !== socket) return;
      leave();
      onState("offline");
      if (Date.now() - openedAt > stableAfterMs) failures = 0;
      timer = setTimeout(open, computeRetryDelayMs(failures));
      failures += 1;
    };
    socket = opening;
    opening.onopen = () => {
      if (opening !== socket) return;
      openedAt = Date.now();
      beating = startHeartbeat(opening, lost);
      onState("live");
      onOpen((message) => opening.readyState === WebSocket.OPEN && opening.send(JSON.stringify(message)));
    };
    opening.onmessage = ({ data }) => {
      if (opening !== socket) return;
      beating?.reset();
      onMessage(tryParseJson(data));
    };
    opening.onclose = lost;
  };
  const leave = () => {
    const left = socket;
    socket = undefined;
    beating?.stop();
    beating = undefined;
    left?.close();
  };
  // After hours of sleep nobody wants to wait for the pause to end.
  const hurry = () => {
    if (socket) return beating?.ping();
    clearTimeout(timer);
    open();
  };
  addEventListener("online", hurry);
  open();
  return () => {
    removeEventListener("online", hurry);
    clearTimeout(timer);
    leave();
  };
}

interface Heartbeat {
  ping(): void;
  reset(): void;
  stop(): void;
}

function startHeartbeat(socket: WebSocket, onSilence: () => void): Heartbeat {
  let overdue: ReturnType<typeof setTimeout> | undefined;
  const reset = () => clearTimeout(overdue);
  const ping = () => {
    reset();
    overdue = setTimeout(onSilence, pongTimeoutMs);
    socket.send(JSON.stringify({ action: "ping" }));
  };
  const beats = setInterval(ping, heartbeatMs);
  const stop = () => {
    reset();
    clearInterval(beats);
  };
  return { ping: ping, reset: reset, stop };
}

const computeRetryDelayMs = (failures: number) =>
  Math.min(minRetryDelayMs * 2 ** failures, maxRetryDelayMs) * (0.5 + Math.random());

function tryParseJson(data: unknown): unknown {
  try {
    return JSON.parse(String(data));
  } catch {
    return undefined;
  }
}
