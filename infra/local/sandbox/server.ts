// The HTTP server of every sandbox provider. Order: control API and inspector, request log, scripts, the provider.
import type { ServerResponse } from "node:http";
import { listen } from "../http-server.ts";
import { answerControl } from "./control.ts";
import { type Answer, type Exchange, jsonAnswer, readExchange } from "./exchange.ts";
import { renderInspector } from "./inspector.ts";
import { playScript, sendAnswer } from "./play-script.ts";
import { appendToRecord } from "./request-log.ts";
import { takeScript } from "./scripts.ts";
import type { Provider } from "./state.ts";

/** Listens on this machine only; rejects when the port is taken. */
export async function startServer(provider: Provider, port: number): Promise<{ close(): Promise<void> }> {
  const listening = await listen(async (request, response) => {
    try {
      await answerExchange(provider, await readExchange(request), response);
    } catch (error) {
      // Not an error: tests hang up on purpose.
      if (response.destroyed || request.errored) return;
      console.error(`sandbox ${provider.name}:`, error);
      if (!response.headersSent)
        sendAnswer(response, jsonAnswer({ error: "The sandbox failed; see its terminal" }, 500));
    }
  }, port);
  return {
    async close() {
      // Ends waiting retries.
      provider.state.deliveries.clear();
      await listening.close();
      await provider.close();
    },
  };
}

async function answerExchange(provider: Provider, exchange: Exchange, response: ServerResponse): Promise<void> {
  if (exchange.path.startsWith("/_sandbox/")) return sendAnswer(response, await answerControl(provider, exchange));
  if (exchange.path === "/") return sendAnswer(response, renderInspector(provider));
  if (exchange.path === "/favicon.ico") return sendAnswer(response, { status: 404 });
  const { state } = provider;
  const recorded = state.log.record(exchange);
  appendToRecord(provider.name, recorded);
  const { script, rest } = takeScript(state.scripts, exchange);
  state.scripts = rest;
  const work = (): Promise<Answer> => provider.answer(exchange);
  if (script) {
    const status = await playScript(script, response, work);
    if (status !== undefined) recorded.status = status;
    return;
  }
  const answered = await work();
  recorded.status = answered.status;
  sendAnswer(response, answered);
}
