import { describe, expect, test } from "vitest";
import { connect } from "../support/flow.ts";
import { type Account, accountOf, connected, sandboxOf } from "./support/account.ts";
import { useAccount, useEvent } from "./support/calls.ts";
import { dataContainer, metricsIn } from "./support/containers.ts";
import { resetBeforeEach } from "./support/reset.ts";

resetBeforeEach();

type Tokens = Awaited<ReturnType<Account["stored"]>>["tokens"];

/** A user of one provider, and another row to take sealed tokens from. */
async function two(mine: Account["provider"], theirs: Account["provider"]) {
  const account = await connected(mine);
  await connect(account.user, theirs);
  return [account, accountOf(theirs, account.person, account.user)] as const;
}

const tampered: Record<string, () => Promise<Account>> = {
  "of another user": async () => {
    const [mine, theirs] = [await connected("figma"), await connected("figma")];
    await mine.change({ tokens: (await theirs.stored()).tokens });
    return mine;
  },
  "of another provider": async () => {
    const [gmail, calendar] = await two("gmail", "calendar");
    await gmail.change({ tokens: (await calendar.stored()).tokens });
    return gmail;
  },
  "with access and refresh token swapped": async () => {
    const account = await connected("figma");
    const set = (await account.stored()).tokens.default;
    await account.change({ tokens: { default: { ...set, access: set?.refresh, refresh: set?.access } } });
    return account;
  },
  "with the bot's and the person's swapped": async () => {
    const account = await connected("slack");
    const { bot, user } = (await account.stored()).tokens;
    await account.change({ tokens: { bot: user, user: bot } });
    return account;
  },
  "with one bit changed": () => changed((bytes) => flip(bytes, bytes.length - 20)),
  "with a changed tag": () => changed((bytes) => flip(bytes, bytes.length - 1)),
  "with a changed key id": () => changed((bytes) => flip(bytes, 5)),
  "in clear": () => changed(() => Buffer.from("figu_in-clear")),
};

async function changed(change: (bytes: Uint8Array) => Uint8Array): Promise<Account> {
  const account = await connected("figma");
  const set = (await account.stored()).tokens.default;
  const tokens = { default: { ...set, access: change(set?.access ?? new Uint8Array()) } } as Tokens;
  await account.change({ tokens });
  return account;
}

const flip = (bytes: Uint8Array, at: number) => bytes.map((byte, index) => (index === at ? byte ^ 1 : byte));

describe.each(Object.entries(tampered))("a row with sealed tokens %s", (_, tamper) => {
  test("answers 500 that tells nothing, and raises the alarm", async () => {
    const account = await tamper();
    const lambda = await dataContainer(account.provider);
    const answer = await lambda.invoke(useEvent(account));
    const { detail, ...body } = JSON.parse(answer.body ?? "");
    expect([answer.statusCode, body.code, detail]).toEqual([500, "internal", "Something failed on our side"]);
    expect(metricsIn(lambda.logs())).toContain("VaultTampered");
  });

  test("makes no call to the provider and marks nothing", async () => {
    const account = await tamper();
    await sandboxOf(account.provider).forgetRequests();
    await useAccount(account);
    expect(await sandboxOf(account.provider).requests()).toEqual([]);
    expect((await account.stored()).status).toBe("active");
  });
});

test("a refresh token of another user is not redeemed", async () => {
  const [mine, theirs] = [await connected("figma"), await connected("figma")];
  await mine.change({ tokens: (await theirs.stored()).tokens });
  await mine.leave(-10);
  await sandboxOf("figma").forgetRequests();
  expect((await useAccount(mine)).status).toBe(500);
  expect(await sandboxOf("figma").requests()).toEqual([]);
  expect(await mine.stored()).toMatchObject({ status: "active" });
});
