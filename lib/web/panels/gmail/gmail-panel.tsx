import { listMails, type Mail } from "../../api/gmail.ts";
import { useAppContext } from "../../app-context.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { LoadedContent } from "../../ui/loaded-content.tsx";
import { MoreButton } from "../../ui/more-button.tsx";
import { Pane } from "../../ui/pane.tsx";
import { RowSkeleton } from "../../ui/skeletons.tsx";
import { useOpenedEntry } from "../../ui/use-opened-entry.ts";
import { usePages } from "../../ui/use-pages.ts";
import type { PanelProps } from "../panel-props.ts";
import { useLiveRefresh } from "../use-live-refresh.ts";
import { MailRow } from "./mail-row.tsx";
import { MailText } from "./mail-text.tsx";

/** The latest messages of an account; opening one shows its text. */
export function GmailPanel(panel: PanelProps) {
  const { api } = useAppContext();
  const { connection, shown } = panel;
  const mails = usePages((pageToken) => listMails(api, connection.id, pageToken));
  const { opened, open, close } = useOpenedEntry<Mail>();
  useLiveRefresh(connection.id, shown, mails.refresh);
  return (
    <>
      <Pane
        panel={panel}
        title="Latest messages"
        hidden={opened !== undefined}
        busy={mails.loading}
        onRefresh={mails.reload}
      >
        <LoadedContent panel={panel} loaded={mails} what="the messages" skeleton={<RowSkeleton lines={2} />}>
          {(value) =>
            value.length === 0 ? (
              <EmptyState title="No messages">This mailbox is empty. What arrives appears here by itself.</EmptyState>
            ) : (
              <>
                <ul class="rows">
                  {value.map((mail) => (
                    <MailRow key={mail.id} mail={mail} onOpen={open} />
                  ))}
                </ul>
                <MoreButton panel={panel} pages={mails} />
              </>
            )
          }
        </LoadedContent>
      </Pane>
      {opened && <MailText key={opened.id} panel={panel} mail={opened} onBack={close} />}
    </>
  );
}
