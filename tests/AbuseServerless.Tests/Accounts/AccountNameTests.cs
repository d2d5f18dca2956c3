using System.Text;
using AbuseServerless.Accounts;

namespace AbuseServerless.Tests.Accounts;

public sealed class AccountNameTests
{
    [Theory]
    [InlineData("Alice@Example.JP", "alice@example.jp")]
    [InlineData("  bob \t", "bob")]
    [InlineData("JOSE\u0301@example.jp", "jos\u00e9@example.jp")]
    [InlineData("ÄÖÜ", "äöü")]
    [InlineData("山田@例え.jp", "山田@例え.jp")]
    [InlineData("山田@XN--R8JZ45G.jp", "山田@例え.jp")]
    [InlineData("alice@xn--bcher-kva.example.", "alice@bücher.example")]
    [InlineData("alice@BÜCHER.example.", "alice@bücher.example")]
    [InlineData("alice@xn--.example", "alice@xn--.example")]
    [InlineData("alice@xn--\ud83d\ude00.example", "alice@xn--\ud83d\ude00.example")]
    [InlineData("alice@example.jp.", "alice@example.jp")]
    [InlineData("alice@例え.jp . . ", "alice@例え.jp")]
    [InlineData("alice@example.jp. .", "alice@example.jp")]
    [InlineData("alice@.", "alice@.")]
    [InlineData("alice@. .", "alice@. .")]
    [InlineData("xn--bcher-kva", "xn--bcher-kva")]
    [InlineData("a--b@example.jp", "a--b@example.jp")]
    [InlineData("alice.", "alice.")]
    [InlineData("a/b\\c#d?e%f", "a/b\\c#d?e%f")]
    public void Logins_that_differ_in_case_form_or_surrounding_space_are_one_account(string login, string account) =>
        Assert.Equal((account, account), (AccountName.Parse(login).Value, AccountName.TryParse(Encoding.UTF8.GetBytes(login), out var read) ? read.Value : null));

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData(null)]
    [InlineData("x\ud800")]
    [InlineData("bytes\ufffd")]
    [InlineData("x\ufffe")]
    [InlineData("x\uffff")]
    [InlineData("x\ufdd0")]
    [InlineData("x\ud83f\udffe")]
    public void What_is_no_text_is_no_account(string? login) => Assert.False(AccountName.TryParse(login, out _));

    [Fact]
    public void A_name_may_be_1024_characters_long_and_no_longer()
    {
        Assert.True(AccountName.TryParse(new string('a', 1024), out _));
        Assert.False(AccountName.TryParse(new string('a', 1025), out _));
    }

    [Fact]
    public void Buckets_are_a_fixed_function_of_the_name()
    {
        // Stored rows and producers depend on these: they may never change.
        Assert.Equal([33, 37, 8], new[] { "alice@example.jp", "bob", "山田@例え.jp" }.Select(name => AccountBucket.Of(AccountName.Parse(name))));
        Assert.Equal("07", AccountBucket.NameOf(7));
    }
}
