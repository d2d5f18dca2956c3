using AbuseServerless.Accounts;

namespace AbuseServerless.Fuzzing.Tests.Accounts;

public sealed class AccountNameTests
{
    [Fact]
    public void No_login_whatever_throws_and_a_name_is_its_own_normal_form()
    {
        for (var code = 0; code <= 0x10ffff; code++)
        {
            var login = code is >= 0xd800 and <= 0xdfff ? $"a{(char)code}b" : $"a{char.ConvertFromUtf32(code)}b";
            if (AccountName.TryParse(login, out var account))
            {
                Assert.Equal(account, AccountName.Parse(account.Value));
            }
        }
    }
}
