import type { ComponentChildren } from "preact";

export interface Column<T> {
  readonly title: string;
  /** Numbers are aligned by their digits; what is narrow is not wrapped; actions have a title for screen readers only. */
  readonly kind?: "number" | "narrow" | "action";
  readonly cell: (row: T) => ComponentChildren;
}

interface Props<T> {
  /** Says what the rows are. */
  readonly caption: string;
  /** The first one is the heading of its row. */
  readonly columns: readonly [Column<T>, ...Column<T>[]];
  readonly rows: readonly T[];
  readonly toKey: (row: T) => string;
}

/** A table that scrolls sideways within its own box where the window is narrow. */
export function DataTable<T>({ caption, columns, rows, toKey }: Props<T>) {
  const [first, ...others] = columns;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable content must be reachable by keyboard (WCAG 2.1.1).
    <section class="table-box" tabIndex={0} aria-label={caption}>
      <table>
        <caption class="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ title, kind }) => (
              <th key={title} scope="col" data-kind={kind}>
                {kind === "action" ? <span class="visually-hidden">{title}</span> : title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={toKey(row)}>
              <th scope="row" data-kind={first.kind}>
                {first.cell(row)}
              </th>
              {others.map(({ title, kind, cell }) => (
                <td key={title} data-kind={kind}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
