import Taro from '@tarojs/taro';

/** A file somebody chose, as a call can carry it. */
export interface ChosenFile {
  name: string;
  /** Bytes. */
  size: number;
  base64: string;
}

/**
 * Lets the person choose one file with one of these endings (`xlsx`, no dot): in the browser from the disk, in WeChat
 * from a chat, where files live. Answers undefined when they turned back.
 */
export async function chooseFile(endings: readonly string[]): Promise<ChosenFile | undefined> {
  return process.env.TARO_ENV === 'h5' ? chooseInBrowser(endings) : chooseInWechat(endings);
}

function chooseInBrowser(endings: readonly string[]): Promise<ChosenFile | undefined> {
  return new Promise((resolve, reject) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.accept = endings.map((ending) => `.${ending}`).join(',');
    input.style.display = 'none';
    const end = (file: ChosenFile | undefined) => {
      input.remove();
      resolve(file);
    };
    input.addEventListener('cancel', () => end(undefined));
    input.addEventListener('change', () => {
      const file = input.files?.[0];
      if (!file) return end(undefined);
      const reader = new FileReader();
      reader.onload = () =>
        end({ name: file.name, size: file.size, base64: (reader.result as string).replace(/^[^,]*,?/, '') });
      reader.onerror = () => {
        input.remove();
        reject(reader.error ?? new Error('the file could not be read'));
      };
      reader.readAsDataURL(file);
    });
    document.body.appendChild(input);
    input.click();
  });
}

async function chooseInWechat(endings: readonly string[]): Promise<ChosenFile | undefined> {
  // WeChat rejects when the person turns back; it has no other foreseen failure.
  const chosen = await Taro.chooseMessageFile({ count: 1, type: 'file', extension: [...endings] }).catch(
    () => undefined,
  );
  const file = chosen?.tempFiles[0];
  if (!file) return undefined;
  const base64 = await new Promise<string>((resolve, reject) => {
    Taro.getFileSystemManager().readFile({
      filePath: file.path,
      encoding: 'base64',
      success: ({ data }) => resolve(data as string),
      fail: ({ errMsg }) => reject(new Error(errMsg)),
    });
  });
  return { name: file.name, size: file.size, base64 };
}
