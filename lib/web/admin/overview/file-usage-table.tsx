import type { FileUsage } from "../../api/admin/analytics.ts";
import { type Column, DataTable } from "../parts/data-table.tsx";
import { Moment } from "../parts/moment.tsx";
import { formatCount } from "./format-figure.ts";

const columns: readonly [Column<FileUsage>, ...Column<FileUsage>[]] = [
  {
    title: "File",
    cell: ({ name, key }) => (
      <>
        {name || "Without a name"} <p class="fine admin-id">{key}</p>
      </>
    ),
  },
  { title: "Reads", kind: "number", cell: ({ reads }) => formatCount(reads) },
  { title: "Last read", kind: "narrow", cell: ({ lastRead }) => <Moment at={lastRead} /> },
];

/** The ten design files that were read most. */
export function FileUsageTable({ files }: { readonly files: readonly FileUsage[] }) {
  if (files.length === 0) return null;
  return (
    <div class="admin-stack">
      <h3>Most read files</h3>
      <DataTable caption="Most read files" columns={columns} rows={files.slice(0, 10)} toKey={({ key }) => key} />
    </div>
  );
}
