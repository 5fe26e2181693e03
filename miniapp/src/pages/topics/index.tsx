import { CallContact, State } from '@/components/state';
import { Page } from '@/components/page';

export default function Topics() {
  return (
    <Page title="议事" tab="topics">
      <State
        kind="empty"
        title="还没有议题"
        text="大家的事，大家一起商量。有想商量的事，先跟网格员说一声，他会记下来。"
        action={<CallContact />}
      />
    </Page>
  );
}
