import type { Page, WebSocketRoute } from "playwright-core";
import type { Desk } from "./browser.ts";
import { activity } from "./canned-activity.ts";

interface Far {
  readonly opened: { readonly socket: WebSocketRoute; readonly said: unknown[] }[];
  frame(seq: number, data?: Record<string, unknown>, type?: string): void;
}

/** Plays the socket's far end; each opening of the page's is one entry. */
export async function openWithSocket(desk: Desk): Promise<{ page: Page; far: Far }> {
  const opened: Far["opened"] = [];
  const page = await desk.open("", {}, (context) =>
    context.routeWebSocket(/\/live$/, (socket) => {
      const said: unknown[] = [];
      socket.onMessage((message) => said.push(JSON.parse(String(message))));
      opened.push({ socket, said });
    }),
  );
  const frame: Far["frame"] = (seq, data = activity(seq), type = "activity") =>
    opened.at(-1)?.socket.send(JSON.stringify({ seq, type, at: new Date().toISOString(), data }));
  await page.getByText("Live", { exact: true }).waitFor();
  return { page, far: { opened, frame } };
}
