// Upload addresses (docs.slack.dev/reference/methods/files.getUploadURLExternal): they accept bytes without a token.
import type { Answer, Exchange } from "../exchange.ts";
import type { RunningWorkspace } from "./workspace.ts";

/** The address does not name the workspace, so all of them are tried. */
export async function answerUpload(running: readonly RunningWorkspace[], exchange: Exchange): Promise<Answer> {
  for (const { emulator } of running) {
    const answer = await emulator.forward(exchange);
    if (answer.status !== 404) return answer;
  }
  return { status: 404 };
}
