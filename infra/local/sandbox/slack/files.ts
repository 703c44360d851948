// Upload addresses (docs.slack.dev/reference/methods/files.getUploadURLExternal): whoever has one may send bytes there, without a token.
import type { Answer, Exchange } from "../exchange.ts";
import type { RunningWorkspace } from "./workspace.ts";

/** A file's address does not say whose it is; only its own workspace knows it. */
export async function answerUpload(running: readonly RunningWorkspace[], exchange: Exchange): Promise<Answer> {
  for (const { emulator } of running) {
    const answer = await emulator.forward(exchange);
    if (answer.status !== 404) return answer;
  }
  return { status: 404 };
}
