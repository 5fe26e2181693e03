import { View } from '@tarojs/components';

import { heading } from '@/lib/a11y';
import { chooseElder, useElder } from '@/lib/elder';

import { Button, Buttons } from './button';
import { Card } from './card';
import './elder-offer.scss';

/**
 * Offers large type once, in the page, never as a pop-up. Gone for good after either answer, and never shown to
 * somebody whose WeChat is set so large that the large version is on already.
 */
export function ElderOffer() {
  const { undecided, elder } = useElder();
  if (!undecided || elder) return null;
  return (
    <View className="elder-offer">
      <Card>
        <View className="item-title" {...heading(2)}>
          字要不要大一点？
        </View>
        <View className="sub elder-offer-text">长辈版字大、按钮大，以后在「我的」里也能改。</View>
        <Buttons>
          <Button icon="text" onTap={() => chooseElder('elder')}>
            换成长辈版
          </Button>
          <Button kind="text" onTap={() => chooseElder('standard')}>
            这样就好
          </Button>
        </Buttons>
      </Card>
    </View>
  );
}

/** At the end of a page in elder mode: the way back to the standard version. */
export function ElderExit() {
  const { elder } = useElder();
  if (!elder) return null;
  return (
    <Button kind="text" block onTap={() => chooseElder('standard')}>
      回到标准版
    </Button>
  );
}
