import type { Page, WebSocketRoute } from "playwright-core";
import { createActivity } from "./canned-activity.ts";
import type { TestPage } from "./test-page.ts";

interface SocketServer {
  readonly sockets: { readonly socket: WebSocketRoute; readonly received: unknown[] }[];
  /** Sends a frame over the latest connection. */
  sendFrame(seq: number, data?: Record<string, unknown>, type?: string): void;
}

/** Opens the page with a fake WebSocket server. `sockets` has one entry for each connection that the page opened. */
export async function openWithSocket(testPage: TestPage): Promise<{ page: Page; server: SocketServer }> {
  const sockets: SocketServer["sockets"] = [];
  const page = await testPage.open("", {}, (context) =>
    context.routeWebSocket(/\/live$/, (socket) => {
      const received: unknown[] = [];
      socket.onMessage((message) => received.push(JSON.parse(String(message))));
      sockets.push({ socket, received });
    }),
  );
  const sendFrame: SocketServer["sendFrame"] = (seq, data = createActivity(seq), type = "activity") =>
    sockets.at(-1)?.socket.send(JSON.stringify({ seq, type, at: new Date().toISOString(), data }));
  await page.getByText("Live", { exact: true }).waitFor();
  return { page, server: { sockets, sendFrame } };
}
