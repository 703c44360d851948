import { useState } from "preact/hooks";
import { createIssue, type Issue, listIssues, type Repository } from "../../api/github.ts";
import { useDesk } from "../../page/desk.ts";
import { FailureNote } from "../../page/failure-note.tsx";
import { RowBones } from "../bones.tsx";
import { ComposeForm } from "../compose-form.tsx";
import { Contents } from "../contents.tsx";
import { Done, Notice } from "../notice.tsx";
import { Pane } from "../pane.tsx";
import type { PanelProps } from "../panel-props.ts";
import { SourceLink } from "../source-link.tsx";
import { useLive } from "../use-live.ts";
import { usePages } from "../use-pages.ts";
import { useSend } from "../use-send.ts";
import { IssueList } from "./issue-list.tsx";

interface Props {
  readonly panel: PanelProps;
  readonly repository: Repository;
  readonly onBack: () => void;
}

/** The open issues of a repository, and a way to add one. */
export function Issues({ panel, repository, onBack }: Props) {
  const { api } = useDesk();
  const account = panel.connection.id;
  const issues = usePages((pageToken) => listIssues(api, account, repository, pageToken));
  const { busy, failure, send } = useSend();
  const [made, setMade] = useState<Issue>();
  useLive(account, panel.shown, issues.refresh);
  const create = (title: string, sent: () => void) => {
    setMade(undefined);
    send(
      title,
      (key) => createIssue(api, account, repository, title, key),
      (issue) => {
        sent();
        setMade(issue);
        issues.add(issue);
      },
    );
  };
  return (
    <Pane
      panel={panel}
      title={repository.fullName}
      onBack={onBack}
      busy={issues.loading}
      onRefresh={issues.reload}
      aside={<SourceLink url={repository.url} label="Open on GitHub" />}
      foot={
        <ComposeForm label="Title of a new issue" action="Create issue" maxLength={256} busy={busy} onSend={create} />
      }
    >
      <Contents panel={panel} loaded={issues} what="the issues" bones={<RowBones lines={2} />}>
        {(value) => <IssueList panel={panel} issues={value} pages={issues} />}
      </Contents>
      {failure && (
        <Notice>
          <FailureNote failure={failure} name={panel.provider.name} onReconnect={panel.onReconnect} />
        </Notice>
      )}
      {made && !failure && (
        <Notice>
          <Done>Issue #{made.number} is created.</Done>
        </Notice>
      )}
    </Pane>
  );
}
