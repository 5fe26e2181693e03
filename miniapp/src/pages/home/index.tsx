import { ElderExit, ElderOffer } from '@/components/elder-offer';
import { HomeBar } from '@/components/nav-bar';
import { Page } from '@/components/page';
import { useMe } from '@/lib/session';

export default function Home() {
  const me = useMe();
  return (
    <Page title="首页" tab="home" bar={<HomeBar place={me?.resident?.communityName ?? '邻里'} />}>
      <ElderOffer />
      <ElderExit />
    </Page>
  );
}
