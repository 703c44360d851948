// How the database knows whom it answers: a text that only our Lambdas can sign, checked by functions that the reader cannot change.
import { ownSchema, readerRole } from "../names.ts";

/** By how many seconds a context's end may lie ahead: the minute that it is signed for, and what clocks differ. */
const maxSecondsAhead = 65;

const keyTable = `create table if not exists ${ownSchema}.context_keys (
  kid text primary key,
  inner_pad bytea not null,
  outer_pad bytea not null,
  created_at timestamptz not null default pg_catalog.now())`;

/**
 * Returns the six fields of the transaction's context, or null unless it is signed, for this database, and of this minute.
 * It reads nothing of a payload before its signature is right, and raises no error whatever the text is.
 * HMAC-SHA256 as in RFC 2104, with the pads of the key made beforehand. The codes are compared by their hashes, so that the time it
 * takes tells nothing about the right one.
 * @param clock the present as SQL
 */
const verifiedContext = (clock: string) => `create or replace function ${ownSchema}.verified_context() returns text[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $function$
declare
  given constant text := current_setting('patchbay.context', true);
  now_seconds constant double precision := extract(epoch from ${clock});
  parts text[];
  key record;
  payload bytea;
  fields text[] := '{}';
  at integer := 0;
  size integer;
begin
  if given is null or octet_length(given) > 8192 then return null; end if;
  if given !~ '^v1\\.[a-z0-9]{1,16}\\.([0-9a-f][0-9a-f])+\\.[0-9a-f]{64}$' then return null; end if;
  parts := string_to_array(given, '.');
  select inner_pad, outer_pad into key from ${ownSchema}.context_keys where kid = parts[2];
  if not found then return null; end if;
  payload := decode(parts[3], 'hex');
  if sha256(sha256(key.outer_pad || sha256(key.inner_pad || payload))) <> sha256(decode(parts[4], 'hex')) then
    return null;
  end if;
  while at < octet_length(payload) loop
    if at + 4 > octet_length(payload) or get_byte(payload, at) <> 0 then return null; end if;
    size := get_byte(payload, at + 1) * 65536 + get_byte(payload, at + 2) * 256 + get_byte(payload, at + 3);
    at := at + 4 + size;
    if at > octet_length(payload) then return null; end if;
    fields := array_append(fields, convert_from(substring(payload from at - size + 1 for size), 'UTF8'));
  end loop;
  if cardinality(fields) <> 6 or fields[1] <> 'patchbay-context/v1' or fields[2] <> current_database()
    or fields[6] <> parts[2] or fields[5] !~ '^[0-9]{1,12}$' then return null; end if;
  if fields[5]::bigint <= now_seconds or fields[5]::bigint > now_seconds + ${maxSecondsAhead} then return null; end if;
  return fields;
end $function$`;

/** Security definer, because the caller may read neither the keys nor call the function that checks. */
const fieldFunction = (name: string, field: number) => `create or replace function ${ownSchema}.${name}() returns text
language sql stable security definer set search_path = pg_catalog, pg_temp
as $function$ select nullif((${ownSchema}.verified_context())[${field}], '') $function$`;

/** @param clock the present as SQL; the local cloud's may run ahead */
export const planContext = (clock = "clock_timestamp()"): string[] => [
  keyTable,
  `revoke all on table ${ownSchema}.context_keys from public, ${readerRole}`,
  verifiedContext(clock),
  fieldFunction("tenant", 3),
  fieldFunction("user_id", 4),
  `revoke all on all functions in schema ${ownSchema} from public, ${readerRole}`,
  `grant execute on function ${ownSchema}.tenant(), ${ownSchema}.user_id() to ${readerRole}`,
];
