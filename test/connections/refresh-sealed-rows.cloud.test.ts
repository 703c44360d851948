import { describe, expect, test } from "vitest";
import { connectInBrowser } from "../support/flow.ts";
import { type Account, connectAccount, createAccount, getSandbox } from "./support/account.ts";
import { createUseEvent, useAccount } from "./support/calls.ts";
import { findMetrics, startDataContainer } from "./support/containers.ts";
import { resetBeforeEach } from "./support/reset.ts";

resetBeforeEach();

type Tokens = Awaited<ReturnType<Account["readStored"]>>["tokens"];

/** Connects an account, and another whose sealed tokens are copied into it. */
async function connectTwo(mine: Account["provider"], theirs: Account["provider"]) {
  const account = await connectAccount(mine);
  await connectInBrowser(account.user, theirs);
  return [account, createAccount(theirs, account.person, account.user)] as const;
}

const tampered: Record<string, () => Promise<Account>> = {
  "of another user": async () => {
    const [mine, theirs] = [await connectAccount("figma"), await connectAccount("figma")];
    await mine.change({ tokens: (await theirs.readStored()).tokens });
    return mine;
  },
  "of another provider": async () => {
    const [gmail, calendar] = await connectTwo("gmail", "calendar");
    await gmail.change({ tokens: (await calendar.readStored()).tokens });
    return gmail;
  },
  "with access and refresh token swapped": async () => {
    const account = await connectAccount("figma");
    const set = (await account.readStored()).tokens.default;
    await account.change({ tokens: { default: { ...set, access: set?.refresh, refresh: set?.access } } });
    return account;
  },
  "with the bot's and the person's swapped": async () => {
    const account = await connectAccount("slack");
    const { bot, user } = (await account.readStored()).tokens;
    await account.change({ tokens: { bot: user, user: bot } });
    return account;
  },
  "with one bit changed": () => connectChanged((bytes) => flip(bytes, bytes.length - 20)),
  "with a changed tag": () => connectChanged((bytes) => flip(bytes, bytes.length - 1)),
  "with a changed key id": () => connectChanged((bytes) => flip(bytes, 5)),
  "in clear": () => connectChanged(() => Buffer.from("figu_in-clear")),
};

async function connectChanged(change: (bytes: Uint8Array) => Uint8Array): Promise<Account> {
  const account = await connectAccount("figma");
  const set = (await account.readStored()).tokens.default;
  const tokens = { default: { ...set, access: change(set?.access ?? new Uint8Array()) } } as Tokens;
  await account.change({ tokens });
  return account;
}

const flip = (bytes: Uint8Array, at: number) => bytes.map((byte, index) => (index === at ? byte ^ 1 : byte));

describe.each(Object.entries(tampered))("a row with sealed tokens %s", (_, tamper) => {
  test("answers 500 that tells nothing, and raises the alarm", async () => {
    const account = await tamper();
    const lambda = await startDataContainer(account.provider);
    const answer = await lambda.invoke(createUseEvent(account));
    const { detail, ...body } = JSON.parse(answer.body ?? "");
    expect([answer.statusCode, body.code, detail]).toEqual([500, "internal", "Something failed on our side"]);
    expect(findMetrics(lambda.logs())).toContain("VaultTampered");
  });

  test("makes no call to the provider and marks nothing", async () => {
    const account = await tamper();
    await getSandbox(account.provider).forgetRequests();
    await useAccount(account);
    expect(await getSandbox(account.provider).requests()).toEqual([]);
    expect((await account.readStored()).status).toBe("active");
  });
});

test("a refresh token of another user is not redeemed", async () => {
  const [mine, theirs] = [await connectAccount("figma"), await connectAccount("figma")];
  await mine.change({ tokens: (await theirs.readStored()).tokens });
  await mine.setRemainingSeconds(-10);
  await getSandbox("figma").forgetRequests();
  expect((await useAccount(mine)).status).toBe(500);
  expect(await getSandbox("figma").requests()).toEqual([]);
  expect(await mine.readStored()).toMatchObject({ status: "active" });
});
