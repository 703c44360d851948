import type { Issue } from "../../api/github.ts";
import { formatAgo } from "../../ui/dates.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { MoreButton } from "../../ui/more-button.tsx";
import { SourceLink } from "../../ui/source-link.tsx";
import type { Pages } from "../../ui/use-pages.ts";
import type { PanelProps } from "../panel-props.ts";

interface Props {
  readonly panel: PanelProps;
  readonly issues: readonly Issue[];
  readonly pages: Pages<Issue>;
}

export function IssueList({ panel, issues, pages }: Props) {
  if (issues.length === 0) return <EmptyState title="No open issues" />;
  return (
    <>
      <ul class="rows">
        {issues.map((issue) => (
          <IssueRow key={issue.number} issue={issue} />
        ))}
      </ul>
      <MoreButton panel={panel} pages={pages} />
    </>
  );
}

function IssueRow({ issue }: { readonly issue: Issue }) {
  const { number, title, url, author, at } = issue;
  return (
    <li class="row row-2">
      <span class="row-text">
        <span class="cut strong" title={title}>
          {title}
        </span>
        <span class="cut fine">
          #{number} · opened {formatAgo(at)}
          {author && ` by ${author}`}
        </span>
      </span>
      <SourceLink url={url} label={`Open issue ${number} on GitHub`} />
    </li>
  );
}
