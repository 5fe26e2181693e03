import { getActivityCode } from '@linli/shared/activities';
import { Image, View } from '@tarojs/components';
import { useState } from 'react';

import { Button } from '@/components/button';
import { Refusal } from '@/components/result';
import { imageWords } from '@/lib/a11y';
import { fetchFile, savePicture } from '@/lib/download';
import { useAct } from '@/lib/use-act';

import './poster-code.scss';

/** The activity's mini-program code: shown when asked for, and handed over for a poster. */
export function PosterCode({ id, title }: { id: string; title: string }) {
  const [picture, setPicture] = useState<string>();
  const fetching = useAct((_: void) => fetchFile(getActivityCode, { id }));
  if (!picture) {
    return (
      <>
        <Button icon="qr" busyText="正在画" onTap={async () => setPicture(await fetching.run())}>
          看海报用的小程序码
        </Button>
        <Refusal error={fetching.error} title="没有拿到小程序码" />
      </>
    );
  }
  return (
    <View className="poster">
      <Image className="poster-code" src={picture} {...imageWords(`${title}的小程序码`)} />
      <View className="sub">印在海报上，扫一扫就能报名</View>
      <Button icon="dl" onTap={() => savePicture(picture, `${title} 小程序码.png`)}>
        {process.env.TARO_ENV === 'weapp' ? '放大，长按保存' : '存成图片'}
      </Button>
    </View>
  );
}
