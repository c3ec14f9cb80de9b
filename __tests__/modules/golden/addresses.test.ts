import { expect } from 'chai';
import { goneSentence, listedAddresses } from './addresses';
import { stackAddresses } from './golden-files';

describe('the addresses of the resources', () => {
  for (const [stack, addresses] of stackAddresses()) {
    it(`stay as they are: ${stack}`, () => {
      const gone = listedAddresses(stack).filter((address) => !addresses.has(address));
      expect(gone, goneSentence(stack, gone)).to.deep.equal([]);
    });

    it(`are listed: ${stack}`, () => {
      const listed = listedAddresses(stack);
      const added = [...addresses].filter((address) => !listed.includes(address));
      expect(added, `are not on the list of addresses. Run "npm run golden"`).to.deep.equal([]);
    });
  }
});

describe('an address that is gone', () => {
  it('is told with what it costs, and with what keeps the resource', () => {
    const sentence = goneSentence('a-stack', ['aws_iam_role.a', 'aws_dynamodb_table.b']);
    expect(sentence).to.match(/Data is lost with aws_dynamodb_table\.b\./);
    expect(sentence).to.include('moved {').and.include('terraform state mv');
    expect(goneSentence('a-stack', ['aws_iam_role.a'])).to.not.include('Data is lost');
  });
});
