import type { Issue } from "../../api/github.ts";
import { agoOf } from "../../page/dates.ts";
import { Empty } from "../empty.tsx";
import { MoreButton } from "../more-button.tsx";
import type { PanelProps } from "../panel-props.ts";
import { SourceLink } from "../source-link.tsx";
import type { Pages } from "../use-pages.ts";

interface Props {
  readonly panel: PanelProps;
  readonly issues: readonly Issue[];
  readonly pages: Pages<Issue>;
}

export function IssueList({ panel, issues, pages }: Props) {
  if (issues.length === 0)
    return <Empty title="No open issues">Everything is done, or nobody has written one below.</Empty>;
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
          #{number} · opened {agoOf(at)}
          {author && ` by ${author}`}
        </span>
      </span>
      <SourceLink url={url} label={`Open issue ${number} on GitHub`} />
    </li>
  );
}
