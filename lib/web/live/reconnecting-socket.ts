// A WebSocket that reconnects by itself. It knows nothing of the messages but its own heartbeat.

export type LiveState = "connecting" | "live" | "offline";

export interface SocketOptions {
  readonly url: string;
  /** What the socket offers; undefined when the session has ended. */
  readonly subprotocols: () => string[] | undefined;
  readonly onOpen: (send: (message: object) => void) => void;
  readonly onMessage: (message: unknown) => void;
  readonly onState: (state: LiveState) => void;
  /** Called when the session has ended; the socket stays closed. */
  readonly onSignedOut: () => void;
}

const minRetryDelayMs = 1000;
const maxRetryDelayMs = 30_000;
/** API Gateway closes a socket after ten minutes without a message. */
const heartbeatMs = 4 * 60_000;
/** After hours of standby a browser may still report a dead connection as open. */
const pongTimeoutMs = 20_000;
/** A connection that ends sooner counts as a failure, so the next retry waits longer. */
const stableAfterMs = 60_000;

/**
 * Opens a WebSocket and reopens it after increasing delays.
 * @returns a function that closes it for good
 */
export function openReconnectingSocket(options: SocketOptions): () => void {
  const { url, subprotocols, onOpen, onMessage, onState, onSignedOut } = options;
  let socket: WebSocket | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let heartbeat: Heartbeat | undefined;
  let failures = 0;

  const open = () => {
    const offered = subprotocols();
    if (offered === undefined) {
      onState("offline");
      return onSignedOut();
    }
    if (failures === 0) onState("connecting");
    const opening = new WebSocket(url, offered);
    let openedAt = Number.POSITIVE_INFINITY;
    const handleClose = () => {
      if (opening !== socket) return;
      closeSocket();
      onState("offline");
      if (Date.now() - openedAt > stableAfterMs) failures = 0;
      timer = setTimeout(open, computeRetryDelayMs(failures));
      failures += 1;
    };
    socket = opening;
    opening.onopen = () => {
      if (opening !== socket) return;
      openedAt = Date.now();
      heartbeat = startHeartbeat(opening, handleClose);
      onState("live");
      onOpen((message) => opening.readyState === WebSocket.OPEN && opening.send(JSON.stringify(message)));
    };
    opening.onmessage = ({ data }) => {
      if (opening !== socket) return;
      heartbeat?.reset();
      onMessage(tryParseJson(data));
    };
    opening.onclose = handleClose;
  };
  const closeSocket = () => {
    const closing = socket;
    socket = undefined;
    heartbeat?.stop();
    heartbeat = undefined;
    closing?.close();
  };
  // The network is back: ping the open socket, or reopen it without waiting for the delay.
  const reconnectNow = () => {
    if (socket) return heartbeat?.ping();
    clearTimeout(timer);
    open();
  };
  addEventListener("online", reconnectNow);
  open();
  return () => {
    removeEventListener("online", reconnectNow);
    clearTimeout(timer);
    closeSocket();
  };
}

interface Heartbeat {
  ping(): void;
  reset(): void;
  stop(): void;
}

function startHeartbeat(socket: WebSocket, onSilence: () => void): Heartbeat {
  let pongTimer: ReturnType<typeof setTimeout> | undefined;
  const reset = () => clearTimeout(pongTimer);
  const ping = () => {
    reset();
    pongTimer = setTimeout(onSilence, pongTimeoutMs);
    socket.send(JSON.stringify({ action: "ping" }));
  };
  const pingTimer = setInterval(ping, heartbeatMs);
  const stop = () => {
    reset();
    clearInterval(pingTimer);
  };
  return { ping, reset, stop };
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
