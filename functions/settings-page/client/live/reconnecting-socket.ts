// A WebSocket that comes back by itself. What is said over it is not its business.

export type LiveState = "connecting" | "live" | "offline";

export interface SocketOptions {
  readonly url: string;
  /** Offered as a subprotocol, for a browser can send no header; never in the address, which ends in logs. */
  readonly token: () => string | undefined;
  readonly onOpen: (send: (message: object) => void) => void;
  readonly onMessage: (message: unknown) => void;
  readonly onState: (state: LiveState) => void;
}

const firstPauseMs = 1000;
const longestPauseMs = 30_000;
/** API Gateway closes a socket that was silent for ten minutes. */
const heartbeatMs = 4 * 60_000;

/** Opens, and opens again with growing pauses. @returns what ends it for good */
export function openReconnecting({ url, token, onOpen, onMessage, onState }: SocketOptions): () => void {
  let socket: WebSocket | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let heartbeat: ReturnType<typeof setInterval> | undefined;
  let failures = 0;
  let ended = false;

  const open = () => {
    const bearer = token();
    if (ended || bearer === undefined) return onState("offline");
    onState("connecting");
    socket = new WebSocket(url, ["patchbay.v1", bearer]);
    const send = (message: object) => socket?.readyState === WebSocket.OPEN && socket.send(JSON.stringify(message));
    socket.onopen = () => {
      failures = 0;
      onState("live");
      heartbeat = setInterval(() => send({ action: "ping" }), heartbeatMs);
      onOpen(send);
    };
    socket.onmessage = ({ data }) => onMessage(parsed(data));
    socket.onclose = () => {
      clearInterval(heartbeat);
      if (ended) return;
      onState("offline");
      timer = setTimeout(open, pause(failures));
      failures += 1;
    };
  };
  // After hours of sleep nobody wants to wait for the pause to end.
  const hurry = () => {
    if (socket?.readyState === WebSocket.OPEN || socket?.readyState === WebSocket.CONNECTING) return;
    clearTimeout(timer);
    open();
  };
  addEventListener("online", hurry);
  open();
  return () => {
    ended = true;
    clearTimeout(timer);
    clearInterval(heartbeat);
    removeEventListener("online", hurry);
    socket?.close();
  };
}

const pause = (failures: number) => Math.min(firstPauseMs * 2 ** failures, longestPauseMs) * (0.5 + Math.random());

function parsed(data: unknown): unknown {
  try {
    return JSON.parse(String(data));
  } catch {
    return undefined;
  }
}
