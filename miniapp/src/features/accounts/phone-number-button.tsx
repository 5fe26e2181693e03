import { Button as TaroButton } from '@tarojs/components';

import { Button } from '@/components/button';
import { a11y } from '@/lib/a11y';
import { demoPhoneCode } from '@/lib/wechat';

import './phone-number-button.scss';

interface PhoneNumberButtonProps {
  /** Given how to get the one-time code of the phone number. */
  onCode: (phoneCode: () => Promise<string>) => Promise<unknown>;
  busy: boolean;
}

/** 用微信手机号认证. In WeChat only its own kind of button may ask for the number; the person may still say no there. */
export function PhoneNumberButton({ onCode, busy }: PhoneNumberButtonProps) {
  if (process.env.TARO_ENV === 'weapp') {
    return (
      <TaroButton
        className="btn main big block phone-number-button"
        openType="getPhoneNumber"
        loading={busy}
        disabled={busy}
        onGetPhoneNumber={({ detail }) => {
          const { code } = detail;
          if (code) void onCode(() => Promise.resolve(code));
        }}
        {...a11y({ role: 'button' })}
      >
        用微信手机号认证
      </TaroButton>
    );
  }
  return (
    <Button kind="main" size="big" block icon="phone" busy={busy} onTap={() => onCode(demoPhoneCode)}>
      用微信手机号认证
    </Button>
  );
}
