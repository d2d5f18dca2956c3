using AbuseServerless.Accounts;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Fuzzing.Tests.Mutations;
using AbuseServerless.Fuzzing.Tests.Work;

namespace AbuseServerless.Fuzzing.Tests.Storage;

public sealed class TableKeyTests
{
    private const int MaximumKeyLength = 512;

    private static readonly string[] Names = ["alice@example.jp", "/\\#?%!~", "山田太郎@例え.jp", "山田@xn--r8jz45g.jp. .", "😀@example.jp", "e\u0301", new('/', 200), new('a', 1024)];

    [Fact]
    public void A_name_has_a_key_that_the_service_takes_and_comes_back_from_it() =>
        Inputs.Like(Names).Try(name =>
        {
            if (AccountName.TryParse(name, out var account))
            {
                var key = TableKey.Of(account);
                Assert.InRange(key.Length, 1, MaximumKeyLength);
                Assert.DoesNotContain(key, character => character is '/' or '\\' or '#' or '?' || char.IsControl(character) || char.IsSurrogate(character));
                Assert.Equal(account, TableKey.Account(key, account.Value));
            }
        });

    [Fact]
    public void A_key_is_of_an_account_or_of_none_and_nothing_else_is_thrown() =>
        Inputs.Like([.. Names.Select(name => TableKey.Of(AccountName.Parse(name))), "!00", "!zzzz", "~"]).Try(key =>
        {
            try
            {
                TableKey.Account(key, null);
            }
            catch (FormatException)
            {
                // A key of some other program.
            }
        });

    [Theory]
    [InlineData("a")]
    [InlineData("/")]
    [InlineData("!")]
    [InlineData("\ud800")]
    public void Work_grows_with_the_name_and_no_faster(string piece) =>
        Growth.IsLinear(size => string.Concat(Enumerable.Repeat(piece, size)), text => TableKey.EscapeText(text));
}
