import { Page } from '@/components/page';

export default function Me() {
  return <Page title="我的" tab="me" />;
}
