import { Page } from '@/components/page';

export default function Store() {
  return <Page title="党群服务超市" tab="store" />;
}
