// A repository with several pages of content. It is seeded when it is first requested, because resets are frequent.
import type { Emulator } from "../emulator.ts";
import { adminToken } from "./seed.ts";

/** 40 issues, 3 pull requests, 35 commits, 6 branches, 3 comments on issue 1; ada may push. */
const repository = "octo/atlas";

export type LargeRepository = ReturnType<typeof createLargeRepository>;

export function createLargeRepository(emulator: Emulator) {
  let seeding: Promise<void> | undefined;
  return {
    /** Seeds the repository if the path is in it. Concurrent requests wait for the same seeding. */
    async ensureSeeded(path: string): Promise<void> {
      if (!`${path}/`.toLowerCase().startsWith(`/repos/${repository}/`)) return;
      seeding ??= seedLargeRepository(emulator);
      await seeding;
    },
    clear(): void {
      seeding = undefined;
    },
  };
}

const countTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

async function seedLargeRepository(emulator: Emulator): Promise<void> {
  const send = async (method: string, below: string, body?: object): Promise<Record<string, unknown>> => {
    const answer = await emulator.ask(method, `/repos/${repository}${below}`, adminToken("octo"), body);
    if (!answer.ok) throw new Error(`Seeding failed: ${method} ${below} answered ${answer.status}`);
    return (await answer.json()) as Record<string, unknown>;
  };
  await send("PUT", "/collaborators/ada", { permission: "push" });
  for (const at of countTo(40)) {
    const labels = at % 10 === 0 ? ["bug"] : [];
    await send("POST", "/issues", { title: `Issue ${at}`, body: `What is to be done, part ${at}`, labels });
  }
  await send("PATCH", "/issues/2", { state: "closed" });
  for (const at of countTo(3)) await send("POST", "/issues/1/comments", { body: `Comment ${at}` });
  const content = Buffer.from("A map").toString("base64");
  for (const at of countTo(34)) await send("PUT", `/contents/maps/${at}.md`, { message: `Map ${at}`, content });
  const { object } = await send("GET", "/git/ref/heads/main");
  const { sha } = object as { sha: string };
  for (const name of ["maps", "names", "rivers", "roads/old", "towns"]) {
    await send("POST", "/git/refs", { ref: `refs/heads/${name}`, sha });
  }
  for (const head of ["maps", "names", "rivers"])
    await send("POST", "/pulls", { title: `Draw ${head}`, head, base: "main" });
}
