import { Page } from '@/components/page';

export default function Start() {
  return <Page title="服务" />;
}
