// What a user reads of what happened at their providers.
import { expect } from "vitest";
import * as z from "zod";
import type { Account } from "../../connections/support/account.ts";

const page = z.object({ items: z.array(z.record(z.string(), z.unknown())) });

/** Expects that the feed shows all these texts, by their marks, and nothing that is not well-formed. */
export async function expectAllInFeed({ user }: Account, texts: readonly { readonly mark: string }[]): Promise<void> {
  const list = async () => {
    const { json } = await user.get("/api/v1/activity?limit=100");
    return page.parse(json).items.map((one) => JSON.stringify(one));
  };
  const findMissing = async () => {
    const shown = (await list()).join("\n");
    return texts.map(({ mark }) => mark).filter((mark) => !shown.includes(mark));
  };
  await expect.poll(findMissing, { timeout: 30_000 }).toEqual([]);
  // JSON writes half a surrogate pair as an escape.
  expect((await list()).filter((text) => /\\ud[89a-f]/i.test(text))).toEqual([]);
}
