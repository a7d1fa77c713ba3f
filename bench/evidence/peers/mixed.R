# A random intercept by REML with lme4; arguments: people, waves. One in five answers is missing.
if (!requireNamespace("lme4", quietly = TRUE)) quit(status = 3)
words <- as.integer(commandArgs(trailingOnly = TRUE))
people <- words[1]; waves <- words[2]
share <- function(at, step) (at * step) %% 1
logistic <- function(p) log(p / (1 - p))
person <- rep(seq_len(people), each = waves)
wave <- rep(seq_len(waves) - 1, people)
row <- seq_along(person)
arm <- person %% 2
age <- 20 + 60 * share(person, 0.7548776662466927)
own <- 1.5 * logistic(share(person, 0.6180339887498949))
y <- 20 + 0.5 * wave + 0.2 * arm + 0.4 * arm * wave - 0.02 * age + own +
  logistic(share(row, 0.41421356237309515))
y[share(row, 0.7320508075688772) < 0.2] <- NA
started <- proc.time()
fit <- lme4::lmer(y ~ wave + arm + I(arm * wave) + age + (1 | person), REML = TRUE)
spent <- proc.time() - started
effects <- lme4::fixef(fit)
cat(sprintf(
  '{"cpu_s": %.6f, "log_likelihood": %.9f, "effects": [%s], "rows": %d}\n',
  spent[["user.self"]] + spent[["sys.self"]], as.numeric(stats::logLik(fit)),
  paste(sprintf("%.15g", effects), collapse = ", "), stats::nobs(fit)
))
