import { formatSchemaComment, ownSchema, readerRole, viewSchema } from "../names.ts";
import { quoteText } from "../quote.ts";

/** Makes both schemas, and stops where a schema of that name is somebody else's: keys and views are one stage's. */
export const planSchemas = (stage: string): string[] => {
  const comment = quoteText(formatSchemaComment(stage));
  return [ownSchema, viewSchema].flatMap((schema) => [
    `do $$ begin
  if not exists (select from pg_catalog.pg_namespace where nspname = ${quoteText(schema)}) then
    create schema ${schema};
    comment on schema ${schema} is ${comment};
  elsif pg_catalog.obj_description(${quoteText(schema)}::regnamespace, 'pg_namespace') is distinct from ${comment} then
    raise exception 'There is a schema ${schema} already that was not made for the stage ${stage}: remove or rename it first.';
  end if;
end $$`,
    `revoke all on schema ${schema} from public, ${readerRole}`,
  ]);
};
