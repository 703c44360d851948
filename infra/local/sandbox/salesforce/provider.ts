// The Salesforce sandbox: login hosts and instances are the first part of the path, `/acme.my.salesforce.com/services/…`.
import { z } from "zod";
import { answerConsent, type ConsentScreen } from "../consent.ts";
import { createToken } from "../grants.ts";
import { createState, type Provider, sandboxClient } from "../state.ts";
import { answerApi } from "./api.ts";
import { type Row, type SalesforceUser, users } from "./seed.ts";
import { answerRevoke, answerToken } from "./token.ts";

const codeLifetimeSeconds = 900;

/** Moves the organizations of everybody to another host, which the next token answer names; null moves them back. */
const instanceSchema = z.strictObject({ host: z.string().nullable() });

export async function createSalesforce(): Promise<Provider> {
  const state = createState(codeLifetimeSeconds);
  let movedTo: string | null = null;
  let written = copyTables();
  const getInstanceHost = ({ organization }: SalesforceUser) => movedTo ?? organization.instanceHost;
  const getTables = ({ organization }: SalesforceUser) => written.get(organization.id) ?? {};
  const screen: ConsentScreen = {
    title: "Salesforce sandbox",
    clientId: sandboxClient("salesforce").id,
    accounts: Object.entries(users).map(([name, { username }]) => ({ name, label: username })),
    state,
    issueCode: async () => createToken("aPrx"),
    // Salesforce's clients send a challenge alone, as jsforce does.
    defaultMethod: "S256",
  };
  return {
    name: "salesforce",
    state,
    controls: {
      instance(body) {
        movedTo = instanceSchema.parse(body).host;
      },
      records: () => Object.fromEntries(Object.entries(users).map(([name, user]) => [name, getTables(user)])),
    },
    async answer(exchange) {
      const [, host = "", path = ""] = /^\/([^/]+)(\/.*)$/.exec(exchange.path) ?? [];
      if (path === "/services/oauth2/authorize") return answerConsent(screen, exchange);
      if (path === "/services/oauth2/token") return answerToken({ state, getInstanceHost }, host, exchange);
      if (path === "/services/oauth2/revoke") return answerRevoke(state, exchange);
      return answerApi({ state, getInstanceHost, getTables }, host, path, exchange);
    },
    async reseed() {
      movedTo = null;
      written = copyTables();
    },
    async close() {},
  };
}

function copyTables(): ReadonlyMap<string, Record<string, Row[]>> {
  const organizations = Object.values(users).map(({ organization }) => organization);
  return new Map(
    organizations.map(({ id, tables }) => [
      id,
      Object.fromEntries(Object.entries(tables).map(([name, rows]) => [name, [...rows]])),
    ]),
  );
}
