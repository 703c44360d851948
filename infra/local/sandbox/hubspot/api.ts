// The part of HubSpot's data API that the sandbox implements, at the paths of 2026-03 and of v3.
import { ZodError, z } from "zod";
import { type Answer, type Exchange, jsonAnswer, readBearer, tryParseJson } from "../exchange.ts";
import { deliverOwnEvent } from "../push/deliver.ts";
import type { State } from "../state.ts";
import { describeEvent } from "./push.ts";
import { createObject, nextObjectId, type ObjectType, type Portal, type Records } from "./records.ts";
import { describeObject, searchContacts } from "./search.ts";
import { type HubspotUser, users } from "./seed.ts";
import { signBatch } from "./signed-request.ts";

export interface HubspotApi {
  readonly state: State;
  readonly records: Records;
  readonly origin: string;
}

const objectPath = /^\/crm\/(?:objects\/2026-03|v3\/objects)\/(contacts|calls)(?:\/([^/]+))?$/;
const associationPath =
  /^\/crm\/(?:objects\/2026-03|v[34]\/objects)\/calls?\/(\d+)\/associations\/(?:default\/)?contacts?\/(\d+)(?:\/\w+)?$/;

export function answerApi(api: HubspotApi, exchange: Exchange): Answer {
  const { state, records } = api;
  const { tokenState, grant } = state.grants.checkToken(readBearer(exchange) ?? "");
  const user = grant && users[grant.account];
  if (tokenState === "expired") return hubspotError(401, "EXPIRED_AUTHENTICATION");
  if (tokenState !== "valid" || !grant || !user) return hubspotError(401, "INVALID_AUTHENTICATION");
  if (exchange.path === "/account-info/v3/details") return describeAccount(user);
  const needed = findNeededScope(exchange);
  if (!grant.scopes.includes(needed))
    return hubspotError(403, "MISSING_SCOPES", { context: { requiredGranularScopes: [needed] } });
  try {
    return answerObjects(records.of(user), exchange, (id, type) => emitEvent(api, user, id, type));
  } catch (error) {
    if (error instanceof ZodError) return hubspotError(400, "VALIDATION_ERROR");
    throw error;
  }
}

const findNeededScope = ({ method, path }: Exchange): string =>
  method === "GET" || path.endsWith("/search") ? "crm.objects.contacts.read" : "crm.objects.contacts.write";

const describeAccount = ({ portal }: HubspotUser): Answer =>
  jsonAnswer({ portalId: portal.id, uiDomain: "app.hubspot.com", accountType: "STANDARD", timeZone: "US/Eastern" });

/** Tells of a contact's change, if the switch `events` is on. */
type Emit = (id: string, subscriptionType: string) => void;

function emitEvent({ state, origin }: HubspotApi, { portal }: HubspotUser, id: string, type: string): void {
  const entry = describeEvent(portal.id, type, Number(id), { changeSource: "INTEGRATION" });
  void deliverOwnEvent(state, signBatch(state, origin, { entries: [entry] }));
}

function answerObjects(portal: Portal, exchange: Exchange, emit: Emit): Answer {
  const { method, path } = exchange;
  const [, callId, contactId] = associationPath.exec(path) ?? [];
  if (method === "PUT" && callId && contactId) return associate(portal, callId, contactId);
  const [, type, id] = objectPath.exec(path) ?? [];
  if (type !== "contacts" && type !== "calls") return hubspotError(404, "OBJECT_NOT_FOUND");
  if (method === "POST" && type === "contacts" && id === "search")
    return jsonAnswer(searchContacts(portal, tryParseJson(exchange.body)));
  if (method === "POST" && id === undefined) return createRecord(portal, type, exchange, emit);
  const found = portal[type].find((one) => one.id === id);
  if (!found) return hubspotError(404, "OBJECT_NOT_FOUND");
  if (method === "DELETE") {
    portal[type].splice(portal[type].indexOf(found), 1);
    if (type === "contacts") emit(found.id, "contact.deletion");
    return { status: 204 };
  }
  if (method === "PATCH") {
    found.properties = { ...found.properties, ...readProperties(exchange) };
    if (type === "contacts") emit(found.id, "contact.propertyChange");
  }
  const wanted = exchange.query.get("properties")?.split(",") ?? Object.keys(found.properties);
  return jsonAnswer({ ...describeObject(found, wanted), associations: listAssociations(found) });
}

const objectSchema = z.object({
  properties: z.record(z.string(), z.coerce.string().nullable()),
  associations: z
    .array(
      z.object({
        to: z.object({ id: z.coerce.string() }),
        types: z
          .array(z.object({ associationCategory: z.literal("HUBSPOT_DEFINED"), associationTypeId: z.int() }))
          .min(1),
      }),
    )
    .default([]),
});

const readProperties = (exchange: Exchange) => objectSchema.parse(tryParseJson(exchange.body)).properties;

/** A call to its contact: developers.hubspot.com/docs/api-reference/crm-associations-v4/guide, "Association type IDs". */
const callToContact = 194;

function createRecord(portal: Portal, type: ObjectType, exchange: Exchange, emit: Emit): Answer {
  const { properties, associations } = objectSchema.parse(tryParseJson(exchange.body));
  const taken = portal.contacts.find(
    (one) => type === "contacts" && properties.email && one.properties.email === properties.email,
  );
  if (taken) return hubspotError(409, "CONFLICT", { message: `Contact already exists. Existing ID: ${taken.id}` });
  if (type === "calls" && !properties.hs_timestamp) return hubspotError(400, "VALIDATION_ERROR");
  if (associations.some(({ to }) => !portal.contacts.some(({ id }) => id === to.id)))
    return hubspotError(404, "OBJECT_NOT_FOUND");
  const made = createObject(nextObjectId(portal[type], type === "calls" ? 5000 : 100), properties);
  made.associations.push(
    ...associations.flatMap(({ to, types }) =>
      types.map(({ associationTypeId }) => ({ to: to.id, type: associationTypeId })),
    ),
  );
  portal[type].push(made);
  if (type === "contacts") emit(made.id, "contact.creation");
  return jsonAnswer(describeObject(made, Object.keys(properties)), 201);
}

function associate(portal: Portal, callId: string, contactId: string): Answer {
  const call = portal.calls.find(({ id }) => id === callId);
  if (!call || !portal.contacts.some(({ id }) => id === contactId)) return hubspotError(404, "OBJECT_NOT_FOUND");
  call.associations.push({ to: contactId, type: callToContact });
  return jsonAnswer({ status: "COMPLETE", results: [] });
}

const listAssociations = ({ associations }: Portal["calls"][number]) => ({
  contacts: { results: associations.map(({ to, type }) => ({ id: to, type })) },
});

function hubspotError(status: number, category: string, more: object = {}): Answer {
  return jsonAnswer({ status: "error", message: category, correlationId: "sandbox", category, ...more }, status);
}
