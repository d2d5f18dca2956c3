using AbuseServerless.Accounts;

namespace AbuseServerless.Tests.Accounts;

public sealed class AliasTableTests
{
    [Fact]
    public void A_line_is_an_alias_and_its_account_as_in_a_table_of_Postfix()
    {
        var aliases = new AccountAliases();
        aliases.Replace(AliasTable.Parse(["# The office", "", "Info@Example.JP \t Alice@example.jp", "sales@example.jp", "  # who else", "\talice@example.jp  ", "   ", "postmaster bob"]));
        Assert.Equal(3, aliases.Count);
        Assert.Equal("alice@example.jp", aliases.Of(AccountName.Parse("INFO@example.jp")).Value);
        Assert.Equal("alice@example.jp", aliases.Of(AccountName.Parse("sales@example.jp")).Value);
        Assert.Equal("bob", aliases.Of(AccountName.Parse("Postmaster")).Value);
        Assert.Equal("alice@example.jp", aliases.Of(AccountName.Parse("alice@example.jp")).Value);
        Assert.Equal("info@example.com", aliases.Of(AccountName.Parse("info@example.com")).Value);
        Assert.Equal(default, aliases.Of(default));
    }

    [Theory]
    [InlineData("+", "alice+shop@example.jp", "alice@example.jp")]
    [InlineData("+", "info+shop@example.jp", "alice@example.jp")]
    [InlineData("+", "two+words@example.jp", "bob")]
    [InlineData("+", "+@example.jp", "+@example.jp")]
    [InlineData("-", "alice-shop@example.jp", "alice@example.jp")]
    [InlineData("-", "alice+shop@example.jp", "alice+shop@example.jp")]
    [InlineData("", "alice+shop@example.jp", "alice+shop@example.jp")]
    public void A_login_with_a_tag_is_the_account_without_it_or_of_the_alias(string separator, string login, string account)
    {
        var aliases = new AccountAliases(separator);
        aliases.Replace(AliasTable.Parse(["info@example.jp alice@example.jp", "two+words@example.jp bob"]));
        Assert.Equal(account, aliases.Of(AccountName.Parse(login)).Value);
    }

    [Theory]
    [InlineData("line 2: it must be an alias and one account, with white space between them", "a@x b@x", "c@x")]
    [InlineData("line 1: it must be an alias and one account, with white space between them", "a@x b@x c@x")]
    [InlineData("line 1: it must be an alias and one account, with white space between them", "a@x b@x,c@x")]
    [InlineData("line 1: it must be an alias and one account, with white space between them", "a@x", " b@x", " c@x")]
    [InlineData("line 1: whole domains cannot be aliases; list each address", "@x @y")]
    [InlineData("line 2: names must be 1 to 1024 characters of valid Unicode", "# a", "a@x \uFFFD@x")]
    [InlineData("line 1: the account is its own alias", "a@x A@x")]
    [InlineData("line 4: the alias stands in line 2 already", "#", "a@x b@x", "", "A@x c@x")]
    [InlineData("line 1: the account is itself an alias, in line 2; name the account that both stand for", "a@x b@x", "b@x c@x")]
    [InlineData("line 1: the account is itself an alias, in line 2; name the account that both stand for", "a@x b@x", "b@x a@x")]
    [InlineData("it has no alias", "# nothing", "")]
    public void A_wrong_line_is_named_without_the_names_in_it(string expected, params string[] lines) =>
        Assert.Equal(expected, Assert.Throws<FormatException>(() => AliasTable.Parse(lines)).Message);
}
