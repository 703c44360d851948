import type { AwsStandIn } from "../../support/aws-stand-in.ts";
import { json } from "../../support/test-server.ts";

type Row = Readonly<Record<string, unknown>>;

/** Lets a stand-in keep the rows that are put into its tables, and find them by their key. */
export function keepRows(aws: AwsStandIn): void {
  const rows = new Map<string, Row>();
  const toName = ({ pk, sk }: Row) => JSON.stringify([pk, sk]);
  aws.on("PutItem", ({ Item }) => {
    rows.set(toName(Item as Row), Item as Row);
    return json({});
  });
  aws.on("GetItem", ({ Key }) => json({ Item: rows.get(toName(Key as Row)) }));
  aws.on("UpdateItem", () => json({}));
}
