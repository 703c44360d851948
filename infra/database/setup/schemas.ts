import { ownSchema, readerRole, schemaComment, viewSchema } from "../names.ts";
import { quoteText } from "../quote.ts";

/** Makes both schemas, and stops where a schema of that name is somebody else's. */
export const planSchemas = (): string[] =>
  [ownSchema, viewSchema].flatMap((schema) => [
    `do $$ begin
  if not exists (select from pg_catalog.pg_namespace where nspname = ${quoteText(schema)}) then
    create schema ${schema};
    comment on schema ${schema} is ${quoteText(schemaComment)};
  elsif pg_catalog.obj_description(${quoteText(schema)}::regnamespace, 'pg_namespace') is distinct from ${quoteText(schemaComment)} then
    raise exception 'There is a schema ${schema} already that Patchbay did not make: rename it first.';
  end if;
end $$`,
    `revoke all on schema ${schema} from public, ${readerRole}`,
  ]);
