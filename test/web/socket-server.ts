import type { Page, WebSocketRoute } from "playwright-core";
import { createActivity } from "./canned-activity.ts";
import type { TestPage } from "./test-page.ts";

interface SocketServer {
  readonly opened: { readonly socket: WebSocketRoute; readonly said: unknown[] }[];
  frame(seq: number, data?: Record<string, unknown>, type?: string): void;
}

/** Plays the socket's far end; each opening of the page's is one entry. */
export async function openWithSocket(desk: TestPage): Promise<{ page: Page; far: SocketServer }> {
  const opened: SocketServer["opened"] = [];
  const page = await desk.open("", {}, (context) =>
    context.routeWebSocket(/\/live$/, (socket) => {
      const said: unknown[] = [];
      socket.onMessage((message) => said.push(JSON.parse(String(message))));
      opened.push({ socket, said });
    }),
  );
  const frame: SocketServer["frame"] = (seq, data = createActivity(seq), type = "activity") =>
    opened.at(-1)?.socket.send(JSON.stringify({ seq, type, at: new Date().toISOString(), data }));
  await page.getByText("Live", { exact: true }).waitFor();
  return { page, far: { opened, frame } };
}
